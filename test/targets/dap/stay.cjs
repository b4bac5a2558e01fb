let turns = 0;
console.log('pid', process.pid);
setInterval(() => {
  turns += 1; // @turn
}, 5);
