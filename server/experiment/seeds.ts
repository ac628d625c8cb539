/** 2^32 divided by the golden ratio. */
const STEP = 0x9e37_79b9

/**
 * The seed of a replication, counted from 0: the same at every point of a sweep, so that points differ
 * by what was varied and not by luck. No two replications of an experiment share one: each step is
 * one-to-one on 32 bits (the finaliser of MurmurHash3).
 */
export function seedOfReplication(seed: number, replication: number): number {
  let mixed = (seed + Math.imul(replication + 1, STEP)) | 0
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85eb_ca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
