import { noteTitle } from '#shared/topology/notes.ts'
import { designerStore, useDesigner } from '../../store/designerStore.ts'
import { Icon } from '../../ui/Icon.tsx'
import { PanelHead } from '../PanelHead.tsx'
import { Section } from '../Section.tsx'
import '../lists.css'

interface AnnotationsSummaryProps {
  readonly contextIds: readonly string[]
  readonly noteIds: readonly string[]
}

/** Several contexts and notes: which. */
export function AnnotationsSummary({ contextIds, noteIds }: AnnotationsSummaryProps) {
  const layout = useDesigner((state) => state.topology.layout)
  const { select } = designerStore.getState()
  return (
    <>
      <PanelHead
        icon="cursor"
        title={`${contextIds.length + noteIds.length} selected`}
        subtitle="Drag one to move them all"
      />
      <div className="panel-body">
        <Section title="Selected" aside={String(contextIds.length + noteIds.length)}>
          <ul className="node-list">
            {contextIds.map((id) => (
              <li key={id}>
                <button type="button" onClick={() => select({ contextIds: [id] })}>
                  <Icon name="context" size={14} />
                  <b>{layout.contexts[id]?.name}</b>
                  <span>Context</span>
                </button>
              </li>
            ))}
            {noteIds.map((id) => (
              <li key={id}>
                <button type="button" onClick={() => select({ noteIds: [id] })}>
                  <Icon name="note" size={14} />
                  <b>{noteTitle(layout.notes[id]?.text ?? '')}</b>
                  <span>Note</span>
                </button>
              </li>
            ))}
          </ul>
        </Section>
      </div>
    </>
  )
}
