// What a compiler takes away moves lines: each place below must be found by the line that stands here.

enum Kind {
  One = 1,

  Two = 2,
}

interface Order {
  kind: Kind;
}

export async function price(order: Order): Promise<number> {
  let total: number = order.kind * 10;

  await new Promise<void>(resolve => {
    setTimeout(resolve, 5); // @inner
  });
  total += 1; // @held
  return round(total); // @snapped
}

function round(value: number): number {
  const whole = Math.round(value);
  return whole; // @rounded
}

console.log(await price({ kind: Kind.Two }));
