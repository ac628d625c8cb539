import { EVENT_HUES } from '#shared/schemas/eventType.ts'
import type { Note } from '#shared/topology/layout.ts'
import { colourNote, noteTitle, removeNotes, resizeNote } from '#shared/topology/notes.ts'
import { designerStore } from '../../store/designerStore.ts'
import { Fields } from '../fields/FieldRow.tsx'
import type { FieldSpec } from '../fields/fieldSpec.ts'
import { PanelHead } from '../PanelHead.tsx'
import { Section } from '../Section.tsx'
import { NoteTextField } from './NoteTextField.tsx'
import './context.css'

interface NotePanelProps {
  readonly noteId: string
  readonly note: Note
}

const FIELDS: readonly FieldSpec[] = [
  { key: 'width', label: 'Width', control: { kind: 'stepper', min: 80, max: 100_000 } },
  { key: 'height', label: 'Height', control: { kind: 'stepper', min: 40, max: 100_000 } },
]

const HUES = [null, ...Array.from({ length: EVENT_HUES }, (_, index) => index + 1)]
const HUE_NAMES = ['Plain', 'Blue', 'Green', 'Amber', 'Lilac', 'Red']

/** What a note says, and how it looks. */
export function NotePanel({ noteId, note }: NotePanelProps) {
  return (
    <>
      <PanelHead
        icon="note"
        title={noteTitle(note.text)}
        subtitle="Note"
        onDelete={() => designerStore.getState().edit(removeNotes([noteId]))}
      />
      <div className="panel-body">
        <Section title="Text">
          <NoteTextField noteId={noteId} text={note.text} />
        </Section>
        <Section title="Looks">
          <NoteHues noteId={noteId} hue={note.hue} />
          <Fields
            specs={FIELDS}
            values={note}
            path={['layout', 'notes', noteId]}
            subject="a note"
            instead={(key, value) => {
              const { topology, edit } = designerStore.getState()
              edit(resizeNote(topology, noteId, { ...note, [key]: value }))
              return true
            }}
          />
        </Section>
      </div>
    </>
  )
}

interface NoteHuesProps {
  readonly noteId: string
  readonly hue: number | undefined
}

function NoteHues({ noteId, hue }: NoteHuesProps) {
  return (
    <fieldset className="note-hues">
      <legend>Colour</legend>
      {HUES.map((each, index) => (
        <label key={HUE_NAMES[index]} data-hue={each ?? 0} title={HUE_NAMES[index]}>
          <input
            type="radio"
            name={`hue of ${noteId}`}
            className="visually-hidden"
            aria-label={HUE_NAMES[index]}
            checked={(hue ?? null) === each}
            onChange={() => designerStore.getState().edit(colourNote(noteId, each))}
          />
        </label>
      ))}
    </fieldset>
  )
}
