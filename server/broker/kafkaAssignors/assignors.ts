// The assignors by the names that partition.assignment.strategy knows them by.

import type { Assignor } from './assignment.ts'
import { assignRange } from './range.ts'
import { assignRoundRobin } from './roundRobin.ts'
import { assignCooperativeSticky, assignSticky } from './sticky.ts'

export type AssignorName = 'range' | 'roundrobin' | 'sticky' | 'cooperative-sticky'

export const ASSIGNORS: Readonly<Record<AssignorName, Assignor>> = {
  range: assignRange,
  roundrobin: assignRoundRobin,
  sticky: assignSticky,
  'cooperative-sticky': assignCooperativeSticky,
}
