exports.half = value => {
  return value / 2; // @half
};
