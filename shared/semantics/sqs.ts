// Amazon SQS, and AWS Lambda as its consumer.

import { lambdaRules } from './lambdaRules.ts'
import { lambdaScenarios } from './lambdaScenarios.ts'
import type { Semantics } from './rule.ts'
import { sqsFifoRules } from './sqsFifoRules.ts'
import { sqsFifoScenarios } from './sqsFifoScenarios.ts'
import { sqsQueueRules } from './sqsQueueRules.ts'
import { sqsQueueScenarios } from './sqsQueueScenarios.ts'
import { sqsRedriveRules } from './sqsRedriveRules.ts'
import { sqsSendingScenarios } from './sqsSendingScenarios.ts'

export const sqsSemantics: Semantics = {
  rules: [...sqsQueueRules, ...sqsRedriveRules, ...sqsFifoRules, ...lambdaRules],
  scenarios: [
    ...sqsQueueScenarios,
    ...sqsSendingScenarios,
    ...sqsFifoScenarios,
    ...lambdaScenarios,
  ],
}
