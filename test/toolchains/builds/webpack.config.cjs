module.exports = ({ devtool }) => ({
  mode: 'development',
  target: 'node',
  devtool,
  entry: './js/main.js',
  output: { filename: 'main.cjs' },
});
