console.log('pid', process.pid);
const twice = Number(process.argv[2]) * 2;
console.log('twice', twice); // @child
