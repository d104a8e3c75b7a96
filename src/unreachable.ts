/** Ends a `switch` over a union: compiles only while every case is named, throws if a value lied about its type. */
export function unreachable(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
