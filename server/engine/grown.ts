/** `to`, a longer array, with the numbers of `from` at its beginning. */
export function grown<Numbers extends Float64Array | Int32Array | Uint32Array>(
  from: Numbers,
  to: Numbers,
): Numbers {
  to.set(from)
  return to
}
