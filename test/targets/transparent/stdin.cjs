process.stdin.setEncoding('utf8');
let text = '';
process.stdin.on('data', data => (text += data));
process.stdin.on('end', () => console.log('read', text.length, text.slice(0, 5)));
