import { useMemo, useState } from 'react'
import proofs from '#shared/semantics/proofs.json'
import type { FamilyName, Proofs, Rule, RuleStatus } from '#shared/semantics/rule.ts'
import { FAMILY_TITLES, familyOf, RULES, SCENARIOS } from '#shared/semantics/semantics.ts'
import { designerStore } from '../../store/designerStore.ts'
import { Button } from '../../ui/Button.tsx'
import { Chip, type Tone } from '../../ui/Chip.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { showScenario } from './showScenario.ts'
import './modelled.css'

const PROOFS: Proofs = proofs

const STATUSES: readonly {
  readonly status: RuleStatus
  readonly label: string
  readonly tone: Tone
}[] = [
  { status: 'modelled', label: 'Modelled', tone: 'ok' },
  { status: 'simplified', label: 'Simplified', tone: 'warning' },
  { status: 'not', label: 'Not modelled', tone: 'plain' },
]

const FAMILIES = Object.keys(FAMILY_TITLES) as FamilyName[]

/** Every rule of the brokers, what proves it, and a scenario that shows it at work. */
export function ModelledPage() {
  const [words, setWords] = useState('')
  const [status, setStatus] = useState<RuleStatus | null>(null)
  const rules = useMemo(() => found(words, status), [words, status])
  return (
    <Dialog
      title="What is modelled, what is simplified, what is not"
      onClose={() => designerStore.getState().openDialog(null)}
    >
      <div className="modelled">
        <div className="modelled-tools">
          <input
            className="text-field"
            type="search"
            placeholder="Find a rule: prefetch, lag, dead letter …"
            aria-label="Find a rule"
            value={words}
            onChange={({ target }) => setWords(target.value)}
          />
          {STATUSES.map((each) => (
            <Button
              key={each.status}
              aria-pressed={status === each.status}
              onClick={() => setStatus(status === each.status ? null : each.status)}
            >
              {RULES.filter((rule) => rule.status === each.status).length}{' '}
              {each.label.toLowerCase()}
            </Button>
          ))}
        </div>
        {FAMILIES.map((family) => (
          <FamilyRules
            key={family}
            family={family}
            rules={rules.filter((rule) => familyOf(rule) === family)}
          />
        ))}
        {rules.length === 0 ? <p className="modelled-none">No rule has these words.</p> : null}
      </div>
    </Dialog>
  )
}

function found(words: string, status: RuleStatus | null): readonly Rule[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  return RULES.filter((rule) => {
    if (status !== null && rule.status !== status) return false
    const text = `${rule.id} ${rule.statement} ${rule.source}`.toLowerCase()
    return wanted.every((word) => text.includes(word))
  })
}

interface FamilyRulesProps {
  readonly family: FamilyName
  readonly rules: readonly Rule[]
}

function FamilyRules({ family, rules }: FamilyRulesProps) {
  if (rules.length === 0) return null
  return (
    <section aria-label={FAMILY_TITLES[family]}>
      <h3>{FAMILY_TITLES[family]}</h3>
      <ul>
        {rules.map((rule) => (
          <RuleRow key={rule.id} rule={rule} />
        ))}
      </ul>
    </section>
  )
}

function RuleRow({ rule }: { readonly rule: Rule }) {
  const { label, tone } = STATUSES.find(({ status }) => status === rule.status) ?? {
    label: rule.status,
    tone: 'plain',
  }
  const scenario = SCENARIOS.find(({ id }) => id === rule.scenario)
  const proved = PROOFS[rule.id] ?? []
  return (
    <li className="rule">
      <p>
        <Chip tone={tone}>{label}</Chip> {rule.statement}
      </p>
      <p className="rule-source">
        <code>{rule.id}</code> · {rule.source}
      </p>
      {proved.length > 0 ? (
        <details>
          <summary>
            Proved by {proved.length} {proved.length === 1 ? 'test' : 'tests'}
          </summary>
          <ul>
            {proved.map(({ file, title }) => (
              <li key={`${file} ${title}`}>
                {title} <code>{file}</code>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      {scenario ? (
        <div className="rule-scenario">
          <span>{scenario.watch}</span>
          <Button onClick={() => void showScenario(scenario)}>Show it</Button>
        </div>
      ) : null}
    </li>
  )
}
