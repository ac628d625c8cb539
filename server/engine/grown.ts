/** `to`, a longer array, with the numbers of `from` at its beginning. */
export function grown<Numbers extends Float64Array | Int32Array | Uint32Array | Uint8Array>(
  from: Numbers,
  to: Numbers,
): Numbers {
  to.set(from)
  return to
}

/** Beyond this, doubling could leave more room unused than a whole run takes otherwise. */
const DOUBLES_UP_TO = 16_384

/** How many there is room for next, where there was room for `length`; a multiple of 64 stays one. */
export function grownLength(length: number): number {
  return length < DOUBLES_UP_TO ? length * 2 : length + ((length >>> 8) << 6)
}
