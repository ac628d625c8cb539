// Filter policies of SNS: which messages they match, and which of them AWS accepts.

import { isRecord } from '#shared/lib/json.ts'
import type { AttributeScalar, AttributeSet, AttributeValue } from '#shared/schemas/attributes.ts'
import {
  compilePolicy,
  type FilterPolicy,
  POLICY_SCOPES,
  type PolicyScope,
} from '#shared/schemas/filterPolicy/compile.ts'
import { Filter } from '../../server/broker/snsFilter.ts'
import { Texts } from '../../server/broker/texts.ts'
import { compared, failed, type VectorSuite, type Verdict } from './suite.ts'

type Case = Readonly<Record<string, unknown>>

export const snsSuites: readonly VectorSuite[] = [
  { file: 'sns-filter-policy.json', run: runMatching },
  { file: 'sns-filter-policy-validation.json', run: runValidation },
]

function runMatching(vector: Case): Verdict {
  const policy = listsOf(policyIn(vector))
  const scope = scopeIn(vector)
  const problem = problemWith(policy, scope)
  if (problem !== null) return failed(`the policy is refused: ${problem}`)
  const texts = new Texts()
  const filter = new Filter({ policy, scope, texts })
  const attributes = texts.internAttributes(attributesIn(vector))
  return compared(
    filter.matches(attributes, () => bodyIn(vector)),
    vector.match,
    'matches',
  )
}

/** AWS puts other words in front of the reason when it is asked to subscribe and to change. */
function runValidation(vector: Case): Verdict {
  const reason = problemWith(policyIn(vector), scopeIn(vector))
  if (vector.valid === true) return compared(reason, null, 'refused')
  const wanted = String(vector.message)
    .replace(/^Invalid parameter: (Attributes Reason: )?/, '')
    .replace(/^FilterPolicy: /, '')
  return compared(
    { code: reason === null ? 'accepted' : 'InvalidParameter', reason },
    { code: vector.code, reason: wanted },
    'refused',
  )
}

function problemWith(policy: FilterPolicy, scope: PolicyScope): string | null {
  const compiled = compilePolicy(policy, scope)
  return compiled.ok ? null : compiled.problem.reason
}

function policyIn({ policy }: Case): FilterPolicy {
  if (isRecord(policy)) return policy
  throw new Error('The policy of a case is a JSON object.')
}

function scopeIn({ scope }: Case): PolicyScope {
  const known = POLICY_SCOPES.find((candidate) => candidate === scope)
  if (known) return known
  throw new Error(`There is no scope ${String(scope)}.`)
}

/** Some cases of an emulator have a bare value where AWS wants a list. */
function listsOf(policy: FilterPolicy): FilterPolicy {
  return Object.fromEntries(
    Object.entries(policy).map(([key, value]) => {
      if (isRecord(value)) return [key, listsOf(value)]
      return [key, Array.isArray(value) ? value : [value]]
    }),
  )
}

function bodyIn({ body, bodyText }: Case): unknown {
  if (typeof bodyText !== 'string') return body
  try {
    return JSON.parse(bodyText)
  } catch {
    return bodyText
  }
}

function attributesIn({ attributes }: Case): AttributeSet {
  if (!isRecord(attributes)) return []
  return Object.entries(attributes).flatMap(([name, attribute]) => {
    if (!isRecord(attribute)) throw new Error(`The attribute ${name} is no object.`)
    const value = attributeValue(
      attribute.Type ?? attribute.DataType,
      attribute.Value ?? attribute.StringValue,
    )
    return value === null ? [] : [[name, value] as const]
  })
}

/** Null: of a type that filter policies do not look at. */
function attributeValue(type: unknown, value: unknown): AttributeValue | null {
  const kind = String(type)
  if (kind.startsWith('String.Array')) return listIn(String(value))
  if (kind.startsWith('Number')) return Number(value)
  return kind.startsWith('Binary') ? null : String(value)
}

/** What is no JSON is a list of nothing. */
function listIn(text: string): readonly AttributeScalar[] {
  try {
    const value: unknown = JSON.parse(text)
    return (Array.isArray(value) ? value : [value]) as readonly AttributeScalar[]
  } catch {
    return []
  }
}
