Promise.reject({ not: 'an error' });
setTimeout(() => console.log('never'), 50);
