// Comparisons run one after the other: each takes a core for seconds.

import type { ComparedRuns, ComparisonRequest } from '#shared/protocol/comparison.ts'
import type { Command } from '#shared/topology/recipe.ts'
import { compareInThread } from '../session/comparisonThread.ts'
import { RequestFailure } from './requestFailure.ts'
import type { Room } from './room.ts'

export class Comparisons {
  #isBusy = false

  async compare(room: Room, request: ComparisonRequest): Promise<ComparedRuns> {
    if (this.#isBusy)
      throw new RequestFailure(
        'tooManyRequests',
        'Another comparison is running. Try again when it is done.',
      )
    this.#isBusy = true
    try {
      const { withFaults, ...options } = request
      const commands = withFaults ? await commandsOf(room) : []
      const comparison = await compareInThread({ topology: room.topology, commands, ...options })
      if (!comparison.ok) throw new RequestFailure('malformedRequest', comparison.reason)
      const { before, after, notes } = comparison
      return { before, after, notes: [...notes] }
    } finally {
      this.#isBusy = false
    }
  }
}

async function commandsOf(room: Room): Promise<readonly Command[]> {
  const { recipe } = await room.record()
  return recipe.commands
}
