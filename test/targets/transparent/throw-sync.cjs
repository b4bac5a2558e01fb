function deep(n) {
  if (n === 0) throw new TypeError('deep', { cause: new Error('why') });
  return deep(n - 1);
}
deep(12);
