// What sets the pace of a service: who publishes when, what it waits for, and when it is down.

import type { Rule } from './rule.ts'

export const sourceRules: readonly Rule[] = [
  {
    id: 'everywhere.arrivals',
    statement:
      'An open source publishes at the times of its arrival process, whatever becomes of its events. While its service rests, nothing piles up: it goes on from the time at which it starts again.',
    status: 'modelled',
    source: 'D. R. Cox and V. Isham, Point Processes',
    scenario: 'everywhere.bursts',
  },
  {
    id: 'everywhere.closed-loop',
    statement:
      'A client of a closed loop thinks, publishes, and waits until nothing is left to be done of its event and of all that it caused: every copy was acknowledged, refused, dropped or expired, and in a log by every group that reads it. Then it thinks again. A dead letter that nobody reads is never over: without a timeout the client waits for it for ever.',
    status: 'modelled',
    source:
      'M. Reiser and S. S. Lavenberg, Mean-Value Analysis of Closed Multichain Queuing Networks',
    scenario: 'everywhere.closed-loop',
  },
  {
    id: 'everywhere.closed-loop-answer',
    statement:
      'What a client of a closed loop waits for is told by Millrace, which sees all of it. In a system somebody has to send an answer, which would take its own way.',
    status: 'simplified',
    source: 'Request-Reply, Enterprise Integration Patterns',
  },
  {
    id: 'everywhere.breakdowns',
    statement:
      'A service with breakdowns is up and down by turns, whether it works or not. Down, it stands still with all that it has in hand, and goes on where it was; or it crashes.',
    status: 'modelled',
    source: 'H. C. White and L. S. Christie, Queuing with Preemptive Priorities or with Breakdown',
    scenario: 'everywhere.breakdowns',
  },
  {
    id: 'everywhere.breakdown-heartbeats',
    statement:
      'While a service stands still by a breakdown, its heartbeats and extensions of leases go on. What its broker misses are polls and settlements.',
    status: 'simplified',
    source: 'A choice of Millrace',
  },
  {
    id: 'everywhere.blocking',
    statement:
      'A slot whose output was refused, because the queue behind it is full, handles the event again as its retries say, and takes no other one meanwhile: the full queue blocks it.',
    status: 'modelled',
    source: 'H. G. Perros, Queueing Networks with Blocking: repetitive service',
    scenario: 'everywhere.refused',
  },
]
