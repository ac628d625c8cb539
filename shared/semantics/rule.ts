// The rules of the brokers that Millrace follows, as data: the page "What is modelled" and its scenarios
// are made of them. A test proves a rule by naming it in its title: `[kafka.key-partition] …`.

import type { JournalKind } from '../lib/journal.ts'
import type { Command } from '../topology/recipe.ts'
import type { Topology } from '../topology/topology.ts'

export type FamilyName = 'everywhere' | 'kafka' | 'rabbit' | 'sqs' | 'sns' | 'eventStore'

/** Modelled: as the broker does it. Simplified: the statement says how it differs. Not: left out. */
export type RuleStatus = 'modelled' | 'simplified' | 'not'

export interface Rule {
  /** `<family>.<what>`, in kebab case: what tests call it. */
  readonly id: string
  /** One or two plain sentences, with the broker's own words. */
  readonly statement: string
  readonly status: RuleStatus
  /** Where the rule is written: a document, a KIP, an API page. */
  readonly source: string
  /** Id of the scenario that shows it. */
  readonly scenario?: string
}

/** Ten seconds on the canvas in which a rule can be seen at work. */
export interface Scenario {
  /** As a rule's id: `kafka.hot-key`. */
  readonly id: string
  readonly title: string
  /** What to look at, in one or two sentences. */
  readonly watch: string
  readonly topology: () => Topology
  readonly seed: number
  /** Virtual; ten seconds where the rule allows it. */
  readonly untilMs: number
  readonly commands?: readonly Command[]
  /** What the journal must hold at the end, so that the scenario shows what it says. */
  readonly shows: readonly Evidence[]
}

export interface Evidence {
  readonly kind: JournalKind
  /** Name of the element, such as `channels/orders` or `subscriptions/billing`. */
  readonly element: string
  /** At least so often; 1 where it is left out. 0: never. */
  readonly times?: number
}

export interface Semantics {
  readonly rules: readonly Rule[]
  readonly scenarios: readonly Scenario[]
}

/** A test that names a rule in its title. */
export interface Proof {
  readonly file: string
  readonly title: string
}

/** By id of the rule. */
export type Proofs = Readonly<Record<string, readonly Proof[]>>
