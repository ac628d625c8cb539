// Comparisons run one after the other: each takes a core for seconds.

import type {
  ComparedRuns,
  ComparisonRequest,
  ForkComparison,
  ForkComparisonRequest,
} from '#shared/protocol/comparison.ts'
import type { Command } from '#shared/topology/recipe.ts'
import { compareInThread, compareRunsInThread } from '../session/comparisonThread.ts'
import { RequestFailure } from './requestFailure.ts'
import type { Room } from './room.ts'

export class Comparisons {
  #isBusy = false

  swap(room: Room, request: ComparisonRequest): Promise<ComparedRuns> {
    return this.#alone(async () => {
      const { withFaults, ...options } = request
      const commands = withFaults ? await commandsOf(room) : []
      const comparison = await compareInThread({ topology: room.topology, commands, ...options })
      if (!comparison.ok) throw new RequestFailure('malformedRequest', comparison.reason)
      const { before, after, notes } = comparison
      return { before, after, notes: [...notes] }
    })
  }

  /** The run with one that was kept when it went another way. */
  fork(room: Room, { baselineId }: ForkComparisonRequest): Promise<ForkComparison> {
    return this.#alone(async () => {
      const { before, after, label } = await room.comparedRecipes(baselineId)
      const labels = [label, 'This run'] as const
      const comparison = await compareRunsInThread({ before, after, labels })
      if (!comparison.ok) throw new RequestFailure('malformedRequest', comparison.reason)
      const { backlog, ...compared } = comparison.compared
      return { ...compared, backlog: { before: [...backlog.before], after: [...backlog.after] } }
    })
  }

  async #alone<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    if (this.#isBusy)
      throw new RequestFailure(
        'tooManyRequests',
        'Another comparison is running. Try again when it is done.',
      )
    this.#isBusy = true
    try {
      return await work()
    } finally {
      this.#isBusy = false
    }
  }
}

async function commandsOf(room: Room): Promise<readonly Command[]> {
  const { recipe } = await room.record()
  return recipe.commands
}
