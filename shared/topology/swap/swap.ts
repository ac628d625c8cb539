// Turns a channel into another broker's equivalent: one edit, and in sentences what has none.

import type { Change, Edit } from '../change.ts'
import { labelName } from '../naming.ts'
import type { Topology } from '../topology.ts'
import { asAws } from './aws.ts'
import { conversationAt } from './conversation.ts'
import { asKafka } from './kafka.ts'
import { lossesOf } from './losses.ts'
import { Plan } from './plan.ts'
import { asRabbit } from './rabbit.ts'
import { SWAP_NAMES, type SwapTarget, targetOf } from './targets.ts'

export type Swap =
  | {
      readonly ok: true
      readonly edit: Edit
      /** What is different or lost by design, a sentence each. */
      readonly notes: readonly string[]
    }
  | { readonly ok: false; readonly reason: string }

export function swapChannel(topology: Topology, channelId: string, target: SwapTarget): Swap {
  const read = conversationAt(topology, channelId)
  if (!read.ok) return read
  const { conversation } = read
  if (targetOf(topology, channelId) === target)
    return { ok: false, reason: `${conversation.root.name} is that already.` }
  const plan = new Plan(topology, conversation)
  plan.removeOld()
  if (target === 'kafka') asKafka(plan)
  else if (target === 'rabbitClassic' || target === 'rabbitQuorum')
    asRabbit(plan, target === 'rabbitQuorum' ? 'quorum' : 'classic')
  else asAws(plan, target === 'sqsFifo')
  const label = `Swap ${labelName(conversation.root.name)} to ${SWAP_NAMES[target]}`
  const changes: readonly Change[] = plan.changes
  return {
    ok: true,
    edit: { label, changes: [...changes] },
    notes: [...lossesOf(topology, conversation, target), ...plan.notes],
  }
}
