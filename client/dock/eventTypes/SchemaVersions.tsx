import { useState } from 'react'
import type { EventType } from '#shared/schemas/eventType.ts'
import { applyEdit } from '#shared/topology/edit.ts'
import { setField } from '#shared/topology/edits.ts'
import { designerStore } from '../../store/designerStore.ts'
import { Button } from '../../ui/Button.tsx'
import { readSchemaText, schemaText } from './schemaText.ts'

export interface SchemaVersionsProps {
  readonly id: string
  readonly eventType: EventType
}

/** The versions of an event type's schema; the newest is what services publish. */
export function SchemaVersions({ id, eventType: { name, versions } }: SchemaVersionsProps) {
  const [chosen, setChosen] = useState<number | null>(null)
  const newest = versions.length - 1
  const index = chosen === null || chosen > newest ? newest : chosen
  const shown = versions[index]
  const setVersions = (next: EventType['versions'], label: string) =>
    designerStore.getState().edit(setField(['eventTypes', id, 'versions'], next, label))
  const add = () => {
    const last = versions[newest]
    if (!last) return
    const version = Math.max(...versions.map((each) => each.version)) + 1
    const next = [...versions, { version, schema: last.schema }]
    if (setVersions(next, `Add version ${version} of ${name}`)) setChosen(next.length - 1)
  }
  const remove = () => {
    const next = versions.filter((_, other) => other !== index)
    if (setVersions(next, `Remove version ${shown?.version} of ${name}`)) setChosen(null)
  }
  return (
    <div className="schema-versions">
      <div className="schema-versions-bar">
        <span>JSON Schema</span>
        <fieldset aria-label="Versions">
          {versions.map(({ version }, other) => (
            <button
              key={version}
              type="button"
              aria-pressed={other === index}
              onClick={() => setChosen(other)}
            >
              v{version}
            </button>
          ))}
        </fieldset>
        <Button size="small" icon="plus" onClick={add}>
          Version
        </Button>
        {versions.length > 1 ? (
          <Button size="small" tone="danger" icon="trash" onClick={remove}>
            Remove v{shown?.version}
          </Button>
        ) : null}
      </div>
      {shown ? (
        <SchemaEditor
          key={`${shown.version}`}
          label={`JSON Schema of ${name}, version ${shown.version}`}
          schema={shown.schema}
          onSet={(schema) => trySchema({ id, index, schema, name })}
        />
      ) : null}
    </div>
  )
}

interface SchemaEditorProps {
  readonly label: string
  readonly schema: EventType['versions'][number]['schema']
  /** Why it does not fit; null: it is set. */
  readonly onSet: (schema: EventType['versions'][number]['schema']) => string | null
}

function SchemaEditor({ label, schema, onSet }: SchemaEditorProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const [reason, setReason] = useState<string | null>(null)
  const commit = () => {
    if (typed === null) return
    const read = readSchemaText(typed)
    const problem = read.ok ? onSet(read.schema) : read.reason
    setReason(problem)
    if (problem === null) setTyped(null)
  }
  return (
    <>
      <textarea
        className="text-field schema-text"
        aria-label={label}
        aria-invalid={reason !== null}
        spellCheck={false}
        value={typed ?? schemaText(schema)}
        onChange={({ target }) => setTyped(target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) commit()
        }}
      />
      <p className="schema-reason" role="status">
        {reason}
      </p>
    </>
  )
}

interface SchemaChange {
  readonly id: string
  readonly index: number
  readonly schema: EventType['versions'][number]['schema']
  readonly name: string
}

/** Tried first, so that the reason stands beside the text that it is about. */
function trySchema({ id, index, schema, name }: SchemaChange): string | null {
  const { topology, edit } = designerStore.getState()
  const path = ['eventTypes', id, 'versions', index, 'schema']
  const change = setField(path, schema, `Change the schema of ${name}`)
  const result = applyEdit(topology, change)
  if (!result.ok) return result.reason
  edit(change)
  return null
}
