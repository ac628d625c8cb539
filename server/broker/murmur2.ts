// The hash by which Kafka's Java client places keys: MurmurHash2, 32 bits, seed 0x9747b28c, over the
// UTF-8 bytes of the key, its sign bit cleared (org.apache.kafka.common.utils.Utils).

const SEED = 0x9747_b28c
const MULTIPLIER = 0x5bd1_e995

const encoder = new TextEncoder()

/** A signed 32-bit number; "1" gives -1993445489, as in Java. */
export function murmur2(bytes: Uint8Array): number {
  let hash = SEED ^ bytes.length
  const whole = bytes.length & ~3
  for (let index = 0; index < whole; index += 4) {
    const word = byte(bytes, index, 0) | byte(bytes, index + 1, 8) | byte(bytes, index + 2, 16)
    const mixed = Math.imul(word | byte(bytes, index + 3, 24), MULTIPLIER)
    hash = Math.imul(hash, MULTIPLIER) ^ Math.imul(mixed ^ (mixed >>> 24), MULTIPLIER)
  }
  if (whole < bytes.length) {
    for (let index = bytes.length - 1; index >= whole; index -= 1)
      hash ^= byte(bytes, index, 8 * (index - whole))
    hash = Math.imul(hash, MULTIPLIER)
  }
  hash = Math.imul(hash ^ (hash >>> 13), MULTIPLIER)
  return hash ^ (hash >>> 15)
}

/** The partition of a key among `partitions`, available or not. An empty key is hashed like any other. */
export function partitionOf(keyText: string, partitions: number): number {
  return (murmur2(encoder.encode(keyText)) & 0x7fff_ffff) % partitions
}

function byte(bytes: Uint8Array, index: number, shift: number): number {
  return (bytes[index] as number) << shift
}
