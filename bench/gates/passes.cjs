// A line that is passed often, in a flow that no probe means.
exports.pass = async function pass(count) {
  let sum = 0;
  for (let at = 0; at < count; at++) {
    sum += at; // @pass
  }
  return sum;
};
