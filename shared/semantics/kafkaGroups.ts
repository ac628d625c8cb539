// Apache Kafka's consumer groups: members, assignment, rebalances, positions.

import { kafkaAssignmentRules } from './kafkaAssignmentRules.ts'
import { kafkaGroupScenarios } from './kafkaGroupScenarios.ts'
import { kafkaPositionRules } from './kafkaPositionRules.ts'
import { kafkaPositionScenarios } from './kafkaPositionScenarios.ts'
import { kafkaRebalanceRules } from './kafkaRebalanceRules.ts'
import type { Semantics } from './rule.ts'

export const kafkaGroupSemantics: Semantics = {
  rules: [...kafkaAssignmentRules, ...kafkaRebalanceRules, ...kafkaPositionRules],
  scenarios: [...kafkaGroupScenarios, ...kafkaPositionScenarios],
}
