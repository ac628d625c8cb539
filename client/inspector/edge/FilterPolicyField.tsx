import { useId, useState } from 'react'
import { isRecord } from '#shared/lib/json.ts'
import { problemWithText } from '#shared/lib/jsonText.ts'
import {
  compilePolicy,
  type FilterPolicy,
  type PolicyScope,
} from '#shared/schemas/filterPolicy/compile.ts'
import { policySentence } from '#shared/schemas/filterPolicy/problem.ts'
import { setField } from '#shared/topology/edits.ts'
import { designerStore } from '../../store/designerStore.ts'
import { draftKeys } from '../fields/draftKeys.ts'
import '../fields/fields.css'

interface FilterPolicyFieldProps {
  readonly bindingId: string
  readonly policy: FilterPolicy | undefined
  readonly scope: PolicyScope
  readonly subject: string
}

const HELP =
  'Keys are ANDed, their values ORed: {"state": ["paid", {"prefix": "refund"}]}. Nothing: everything passes.'

/** Commits on leaving, or with Ctrl and Enter. What is no JSON stays as typed; what is no policy is kept. */
export function FilterPolicyField({ bindingId, policy, scope, subject }: FilterPolicyFieldProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const [inputId, noteId] = [useId(), useId()]
  const known = policy === undefined ? '' : JSON.stringify(policy, null, 2)
  const shown = typed ?? known
  const reason = problemWith(shown, scope)
  const finish = () => {
    if (typed === null) return
    const next = policyIn(typed)
    if (next === null) return
    setTyped(null)
    if (JSON.stringify(next) === JSON.stringify(policy)) return
    const label = `Set FilterPolicy of ${subject}`
    designerStore.getState().edit(setField(['bindings', bindingId, 'filterPolicy'], next, label))
  }
  return (
    <div className="field" data-room="whole">
      <label htmlFor={inputId} className="field-official">
        FilterPolicy
      </label>
      <textarea
        id={inputId}
        className="text-field"
        rows={Math.min(14, Math.max(3, shown.split('\n').length))}
        spellCheck={false}
        value={shown}
        placeholder='{"state": ["paid"]}'
        aria-invalid={reason !== null}
        aria-describedby={noteId}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={finish}
        onKeyDown={draftKeys(finish, () => setTyped(null))}
      />
      <p id={noteId} className={reason === null ? 'field-help' : 'field-reason'} role="status">
        {reason ?? HELP}
      </p>
    </div>
  )
}

/** A sentence on what is wrong, and what would be right; null where SNS would take it. */
function problemWith(text: string, scope: PolicyScope): string | null {
  if (text.trim() === '') return null
  const problem = problemWithText(text)
  if (problem !== null) return problem
  const policy: unknown = JSON.parse(text)
  if (!isRecord(policy)) return 'A filter policy is a JSON object: {"state": ["paid"]}.'
  const compiled = compilePolicy(policy, scope)
  return compiled.ok ? null : policySentence(compiled.problem)
}

/** Undefined: none. Null: what is typed is no JSON object yet. */
function policyIn(text: string): FilterPolicy | undefined | null {
  if (text.trim() === '') return undefined
  if (problemWithText(text) !== null) return null
  const policy: unknown = JSON.parse(text)
  return isRecord(policy) ? policy : null
}
