// What the threads of an experiment and the one that started them say to each other.

import type { Plan, Task } from '../../experiment/plan.ts'
import type { ReplicationResult } from '../../experiment/replication.ts'

export interface ThreadData {
  readonly plan: Plan
  /** Shared: how far each thread is with its run, from 0 to 1. */
  readonly shares: Float64Array
  readonly thread: number
}

export type FromThread =
  | { readonly ok: true; readonly task: Task; readonly result: ReplicationResult }
  | { readonly ok: false; readonly task: Task; readonly reason: string }

export type OnResult = (task: Task, result: ReplicationResult) => void

export interface Runner {
  /** All of them, in any order; a Refusal when one could not be carried out. */
  run(tasks: readonly Task[], onResult: OnResult): Promise<void>
  close(): Promise<void>
}
