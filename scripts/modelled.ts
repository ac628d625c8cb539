// "What is modelled, what is simplified, what is not": the page, made of the rules and of the tests that
// name them. `npm run modelled` writes it, and the list of proofs that the app shows.

import type { Proof, Proofs, Rule, RuleStatus } from '#shared/semantics/rule.ts'
import { FAMILY_TITLES, familyOf, RULES, SCENARIOS } from '#shared/semantics/semantics.ts'
import { filesOf, textOf } from './sourceTree.ts'

export const PAGE = 'docs/modelled.md'
export const PROOFS = 'shared/semantics/proofs.json'

/** Titles of tests that begin with `[family.rule]`, once or several times, by rule. */
export function proofsIn(root: string): Proofs {
  const proofs: Record<string, Proof[]> = {}
  for (const file of filesOf(root).filter(isProof)) {
    for (const [, single, double, template] of textOf(root, file).matchAll(TITLE)) {
      const title = single ?? double ?? template ?? ''
      const words = title.replaceAll(ID, '').trim()
      for (const [, id = ''] of title.matchAll(ID))
        proofs[id] = [...(proofs[id] ?? []), { file, title: words }]
    }
  }
  return Object.fromEntries(Object.entries(proofs).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** A quoted text on one line that begins with the name of a rule. */
const TITLE = /(?:'(?=\[)([^'\n]*)'|"(?=\[)([^"\n]*)"|`(?=\[)([^`\n]*)`)/g
const ID = /\[([a-zA-Z]+\.[a-z0-9-]+)\]\s*/g

function isProof(file: string): boolean {
  return /^server\/.*\.(test|conformance)\.ts$/.test(file)
}

const STATUS_TITLES: { readonly [Status in RuleStatus]: string } = {
  modelled: 'Modelled',
  simplified: 'Simplified',
  not: 'Not modelled',
}

export function pageOf(proofs: Proofs): string {
  const families = [...new Set(RULES.map(familyOf))]
  const counts = (['modelled', 'simplified', 'not'] as const).map(
    (status) =>
      `${RULES.filter((rule) => rule.status === status).length} ${STATUS_TITLES[status].toLowerCase()}`,
  )
  return [
    '# What is modelled, what is simplified, what is not',
    '',
    'Millrace follows Apache Kafka 4, RabbitMQ 4, Amazon SNS and SQS, and KurrentDB. Settings have their',
    'official names and defaults. Each rule names the tests that prove it; most can be watched on the canvas:',
    'in the app, open *What is modelled* and choose *Show it*.',
    '',
    `${RULES.length} rules: ${counts.join(', ')}. This page is generated: \`npm run modelled\`.`,
    '',
    ...families.flatMap((family) => [
      `## ${FAMILY_TITLES[family]}`,
      '',
      ...(['modelled', 'simplified', 'not'] as const).flatMap((status) => {
        const rules = RULES.filter((rule) => familyOf(rule) === family && rule.status === status)
        if (rules.length === 0) return []
        return [`### ${STATUS_TITLES[status]}`, '', ...rules.map((rule) => line(rule, proofs)), '']
      }),
    ]),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n')
}

function line(rule: Rule, proofs: Proofs): string {
  const scenario = SCENARIOS.find(({ id }) => id === rule.scenario)
  const proved = (proofs[rule.id] ?? []).map(({ file, title }) => `“${title}” in \`${file}\``)
  const parts = [
    `- **\`${rule.id}\`** ${rule.statement} *${rule.source}.*`,
    ...(scenario ? [`  Watch: ${scenario.title}.`] : []),
    ...(proved.length > 0 ? [`  Proved by ${proved.join('; ')}.`] : []),
  ]
  return parts.join('\n')
}

export function proofsText(proofs: Proofs): string {
  return `${JSON.stringify(proofs, null, 2)}\n`
}
