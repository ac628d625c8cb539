// What is wrong with a drawing, or probably not meant. One list of rules, each a function of its own.

import { batchRanges, endlessArrivals, recordedOrder } from './lint/arrivals.ts'
import { endlessBreakdowns } from './lint/breakdowns.ts'
import { amplifyingCycles, overloadedServices, servicesWithoutReplicas } from './lint/capacity.ts'
import { endlessWaits } from './lint/closedLoops.ts'
import { keyFields, versionNumbers } from './lint/contracts.ts'
import { durationFlaws } from './lint/durations.ts'
import { Examined, type Findings, type Rule } from './lint/examined.ts'
import { lostFailures, shortVisibility, unlimitedPrefetch } from './lint/failures.ts'
import {
  disagreeingGroups,
  idleMembers,
  rivalPersistentGroups,
  sharedGroups,
} from './lint/groups.ts'
import {
  foreignSubscriptions,
  handlersWithoutWork,
  rivalHandlers,
  unhandledSubscriptions,
} from './lint/handling.ts'
import { keyPhaseOrder } from './lint/keySpaces.ts'
import { bindingKinds, deadLetterKinds, producerKinds, subscriptionKinds } from './lint/kinds.ts'
import type { LintProblem } from './lint/problem.ts'
import {
  alternateKinds,
  manyHashes,
  streamConsumers,
  streamCopies,
  streamSettings,
} from './lint/rabbit.ts'
import { orphanedNodes, unreachableNodes, unreadQueues } from './lint/reach.ts'
import { danglingReferences } from './lint/references.ts'
import { exclusiveGroups, idleBindings, unboundChannels, unroutableKeys } from './lint/routes.ts'
import {
  fifoPublishers,
  fifoSubscribers,
  filterPolicies,
  subscriptionDeadLetters,
} from './lint/sns.ts'
import {
  deadLetterTypes,
  eventSourceMappings,
  fifoSenders,
  shortLambdaVisibility,
  throughputLimits,
} from './lint/sqs.ts'
import { offsetsOutsideTransactions } from './lint/transactions.ts'
import { profileOrder, sharedNames } from './lint/values.ts'
import type { Topology } from './topology.ts'

export type { LintProblem }

/** A drawing in which they find something does not run. */
const ERROR_RULES: readonly Rule[] = [
  danglingReferences,
  subscriptionKinds,
  producerKinds,
  bindingKinds,
  deadLetterKinds,
  deadLetterTypes,
  fifoSenders,
  throughputLimits,
  eventSourceMappings,
  subscriptionDeadLetters,
  fifoSubscribers,
  filterPolicies,
  fifoPublishers,
  alternateKinds,
  manyHashes,
  streamConsumers,
  foreignSubscriptions,
  rivalHandlers,
  rivalPersistentGroups,
  exclusiveGroups,
  durationFlaws,
  profileOrder,
  recordedOrder,
  endlessArrivals,
  batchRanges,
  keyPhaseOrder,
  endlessBreakdowns,
  versionNumbers,
]

const WARNING_RULES: readonly Rule[] = [
  amplifyingCycles,
  overloadedServices,
  servicesWithoutReplicas,
  unreachableNodes,
  orphanedNodes,
  unboundChannels,
  unroutableKeys,
  idleBindings,
  unreadQueues,
  endlessWaits,
  streamCopies,
  streamSettings,
  unhandledSubscriptions,
  handlersWithoutWork,
  idleMembers,
  sharedGroups,
  disagreeingGroups,
  lostFailures,
  shortVisibility,
  shortLambdaVisibility,
  unlimitedPrefetch,
  offsetsOutsideTransactions,
  keyFields,
  sharedNames,
]

/** Of each rule; nobody reads more, and a drawing may be made to break one ten thousand times. */
const PROBLEMS_MAX = 100

/** Errors first, in the order of the rules. */
export function lint(topology: Topology, findings?: Findings): readonly LintProblem[] {
  return [...lintSteps(topology, findings)].flat()
}

/** One rule a step, so that a large drawing can be examined between frames. */
export function* lintSteps(
  topology: Topology,
  findings?: Findings,
): Generator<readonly LintProblem[], void> {
  const examined = new Examined(topology, findings)
  for (const rule of [...ERROR_RULES, ...WARNING_RULES]) yield rule(examined).slice(0, PROBLEMS_MAX)
}

/** No errors; warnings may be. */
export function isRunnable(topology: Topology): boolean {
  const examined = new Examined(topology)
  return ERROR_RULES.every((rule) => rule(examined).length === 0)
}
