// The files of vectors that the product is run against.

import { awsSuites } from './aws.ts'
import { kafkaSuites } from './kafka.ts'
import { rabbitRoutingSuites } from './rabbitRouting.ts'
import { rabbitScenarioSuites } from './rabbitScenarios.ts'
import { snsSuites } from './sns.ts'
import type { VectorSuite } from './suite.ts'

export const suites: readonly VectorSuite[] = [
  ...kafkaSuites,
  ...rabbitRoutingSuites,
  ...rabbitScenarioSuites,
  ...snsSuites,
  ...awsSuites,
]
