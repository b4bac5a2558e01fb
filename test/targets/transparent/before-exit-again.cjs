let times = 0;
process.on('beforeExit', () => {
  times++;
  console.log('again', times);
  if (times < 3) setTimeout(() => {}, 5);
});
