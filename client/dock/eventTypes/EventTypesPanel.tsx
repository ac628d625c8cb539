import { entriesById, ownValue } from '#shared/lib/entries.ts'
import { addEventType } from '#shared/topology/edits.ts'
import { designerStore, useDesigner } from '../../store/designerStore.ts'
import { Button } from '../../ui/Button.tsx'
import { EventMark } from '../../ui/EventMark.tsx'
import { EventTypeForm } from './EventTypeForm.tsx'
import './eventTypes.css'

/** What the events of the drawing are: their names, their keys, and the shape of what they carry. */
export function EventTypesPanel() {
  const eventTypes = useDesigner((state) => state.topology.eventTypes)
  const chosenId = useDesigner((state) => state.shownEventTypeId)
  const { showEventType } = designerStore.getState()
  const entries = entriesById(eventTypes)
  const shownId = chosenId !== null && ownValue(eventTypes, chosenId) ? chosenId : entries[0]?.[0]
  const shown = shownId === undefined ? undefined : ownValue(eventTypes, shownId)
  const add = () => {
    const { topology, edit } = designerStore.getState()
    const addition = addEventType(topology, { name: freshName(Object.values(eventTypes)) })
    if (edit(addition.edit)) showEventType(addition.id)
  }
  return (
    <div className="event-types">
      <div className="event-types-list">
        <ul aria-label="Event types">
          {entries.map(([id, { name, hue, shape }]) => (
            <li key={id}>
              <button
                type="button"
                className="event-types-item"
                aria-current={id === shownId || undefined}
                onClick={() => showEventType(id)}
              >
                <EventMark hue={hue} shape={shape} />
                <span>{name}</span>
              </button>
            </li>
          ))}
        </ul>
        <Button size="small" icon="plus" onClick={add}>
          Event type
        </Button>
      </div>
      {shown && shownId !== undefined ? (
        <EventTypeForm key={shownId} id={shownId} eventType={shown} />
      ) : (
        <div className="dock-empty">
          <b>No event types yet</b>
          <span>The first edge from a service brings one along, or add one here.</span>
        </div>
      )}
    </div>
  )
}

function freshName(eventTypes: readonly { readonly name: string }[]): string {
  const names = new Set(eventTypes.map(({ name }) => name))
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? 'SomethingHappened' : `SomethingHappened${count}`
    if (!names.has(name)) return name
  }
}
