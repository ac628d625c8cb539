import type { EventDetail } from '#shared/protocol/protocol.ts'

/** The event as a CloudEvent, and the attributes that brokers route it by. */
export function Payload({ detail }: { readonly detail: EventDetail }) {
  const attributes = Object.entries(detail.attributes)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard.
    <section className="event-payload" aria-label="Payload" tabIndex={0}>
      {attributes.length > 0 ? (
        <dl>
          {attributes.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="mono">{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
            </div>
          ))}
        </dl>
      ) : null}
      <pre>
        <code>{JSON.stringify(detail.cloudEvent, null, 2)}</code>
      </pre>
    </section>
  )
}
