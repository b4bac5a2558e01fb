const state = { goes: true, turns: 0 };

function spin(limit) {
  let own = 0;
  while (state.goes) {
    own = (own + 1) % limit;
    state.turns += 1;
  }
  return own < limit;
}

console.log('begins');
console.log('over', spin(7));
