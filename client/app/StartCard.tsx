// What an empty workspace or a blank drawing shows: templates, examples, and one hint.

import { useEffect, useState } from 'react'
import type { ExampleList } from '#shared/protocol/http.ts'
import { listExamples } from '../connection/documents.ts'
import { designerStore } from '../store/designerStore.ts'
import { Button } from '../ui/Button.tsx'
import { LiveThumbnail } from './gallery/LiveThumbnail.tsx'
import { openExample } from './gallery/openExample.ts'
import { chooseFile } from './importing.ts'
import { createAndOpen } from './opening.ts'
import { applyTemplate, type Template, templates } from './templates.ts'
import './startCard.css'

export interface StartCardProps {
  /** True: a blank drawing is open, which the choice goes onto. */
  readonly isOpen: boolean
  readonly onBlank: () => void
}

export function StartCard({ isOpen, onBlank }: StartCardProps) {
  return (
    <section className="start-card" aria-label="Begin a drawing">
      <h2>{isOpen ? 'Begin with a pattern' : 'Draw an event flow, run it, break it'}</h2>
      <ul className="start-card-templates">
        {templates.map((template) => (
          <li key={template.id}>
            <button
              type="button"
              className="start-card-template"
              onClick={() => void begin(template, isOpen)}
            >
              <LiveThumbnail miniature={template.miniature} />
              <b>{template.title}</b>
              <span>{template.summary}</span>
            </button>
          </li>
        ))}
      </ul>
      <div className="start-card-others">
        <Button icon="plus" onClick={onBlank}>
          Start blank
        </Button>
        <Button icon="import" onClick={chooseFile}>
          Import…
        </Button>
        <Button icon="book" onClick={() => designerStore.getState().openDialog('gallery')}>
          Examples and stories…
        </Button>
      </div>
      {/* Over a blank drawing there is less room, and the gallery has them all. */}
      {isOpen ? null : <Examples />}
      <p className="start-card-hint">
        {isOpen ? (
          <>
            Or drag a service from the left, or press <kbd>S</kbd> and then <kbd>Enter</kbd>.
          </>
        ) : (
          'A topology is a JSON file: drop one here, or paste its text.'
        )}
      </p>
    </section>
  )
}

function Examples() {
  const [examples, setExamples] = useState<ExampleList>([])
  useEffect(() => {
    let isShown = true
    void listExamples().then((result) => {
      if (isShown && result.ok) setExamples(result.value)
    })
    return () => {
      isShown = false
    }
  }, [])
  if (examples.length === 0) return null
  return (
    <section className="start-card-examples" aria-label="Examples">
      <h3>Or open an example, drawn and set</h3>
      <ul>
        {examples.map(({ id, name, summary }) => (
          <li key={id}>
            <Button title={summary} onClick={() => void openExample(id, false)}>
              Open {name}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}

async function begin(template: Template, isOpen: boolean): Promise<void> {
  if (!isOpen) {
    await createAndOpen({ kind: 'topology', topology: template.topology })
    return
  }
  const { edit, requestFlyTo } = designerStore.getState()
  if (edit(applyTemplate(template))) requestFlyTo([])
}
