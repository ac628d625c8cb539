// KurrentDB (EventStoreDB): streams, appending, catch-up and persistent subscriptions.

import { catchUpRules, persistentRules } from './eventStoreReaders.ts'
import { eventStoreScenarios } from './eventStoreScenarios.ts'
import { eventStoreStreamRules } from './eventStoreStreams.ts'
import { persistentScenarios } from './persistentScenarios.ts'
import type { Semantics } from './rule.ts'

export const eventStoreSemantics: Semantics = {
  rules: [...eventStoreStreamRules, ...catchUpRules, ...persistentRules],
  scenarios: [...eventStoreScenarios, ...persistentScenarios],
}
