import { LIMITED_QUEUES } from './cases/limitedQueues.ts'
import { NETWORKS } from './cases/networks.ts'
import { PARTITIONED } from './cases/partitions.ts'
import { REPETITIONS } from './cases/repetitions.ts'
import { SINGLE_QUEUES } from './cases/singleQueues.ts'
import type { TheoryCase } from './theoryCase.ts'

/** All cases of the suite, in the order of its tables. */
export const CASES: readonly TheoryCase[] = [
  ...SINGLE_QUEUES,
  ...LIMITED_QUEUES,
  ...NETWORKS,
  ...PARTITIONED,
  ...REPETITIONS,
]
