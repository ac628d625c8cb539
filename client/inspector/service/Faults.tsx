import { useState } from 'react'
import { formatClock } from '#shared/lib/units.ts'
import type { Fault, ServiceFault } from '#shared/topology/recipe.ts'
import { changeRun } from '../../connection/connection.ts'
import { useDesigner } from '../../store/designerStore.ts'
import { Button } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { decimalCodec } from '../fields/codec.ts'
import { Section } from '../Section.tsx'
import { useCanChange } from '../useCanChange.ts'
import './faults.css'

interface FaultsProps {
  readonly serviceId: string
  readonly name: string
}

const factorCodec = decimalCodec({ min: 0.01, max: 10_000 })
const FACTOR_AT_FIRST = 10

/** Break it with one click, and see what that does; mend it with another. */
export function Faults({ serviceId, name }: FaultsProps) {
  const run = useDesigner((state) => state.run)
  const canBreak = useCanChange()
  const active = (run?.faults ?? []).flatMap(({ fault, sinceNs }) =>
    isOfService(fault, serviceId) ? [{ fault, sinceNs }] : [],
  )
  const kinds = new Set(active.map(({ fault }) => fault.kind))
  return (
    <Section title="Faults">
      {active.map(({ fault, sinceNs }) => (
        <ActiveFault key={fault.kind} fault={fault} sinceNs={sinceNs} name={name} />
      ))}
      <div className="fault-buttons">
        <Button
          size="small"
          icon="bolt"
          aria-label={`Crash ${name}`}
          disabled={!canBreak || kinds.has('crash')}
          onClick={() => inject({ kind: 'crash', serviceId })}
        >
          Crash
        </Button>
        <Button
          size="small"
          icon="pause"
          aria-label={`Pause ${name}`}
          disabled={!canBreak || kinds.has('pause')}
          onClick={() => inject({ kind: 'pause', serviceId })}
        >
          Pause
        </Button>
        <Button
          size="small"
          icon="connect"
          aria-label={`Disconnect ${name}`}
          title="It runs on and reaches none of its brokers"
          disabled={!canBreak || kinds.has('disconnect')}
          onClick={() => inject({ kind: 'disconnect', serviceId })}
        >
          Disconnect
        </Button>
        <SlowDown
          name={name}
          disabled={!canBreak}
          onSlow={(factor) => inject({ kind: 'slow', serviceId, factor })}
        />
      </div>
      {canBreak ? null : <p className="field-help">Faults are for a run: start one first.</p>}
    </Section>
  )
}

function isOfService(fault: Fault, serviceId: string): fault is ServiceFault {
  return fault.kind !== 'nodeDown' && fault.serviceId === serviceId
}

function inject(fault: ServiceFault): void {
  void changeRun({ kind: 'fault', fault })
}

interface SlowDownProps {
  readonly name: string
  readonly disabled: boolean
  readonly onSlow: (factor: number) => void
}

function SlowDown({ name, disabled, onSlow }: SlowDownProps) {
  const [typed, setTyped] = useState(String(FACTOR_AT_FIRST))
  const parsed = factorCodec.parse(typed)
  const slow = () => {
    if (parsed.ok) onSlow(Number(parsed.value))
  }
  return (
    <span className="fault-slow">
      <Button
        size="small"
        icon="warning"
        aria-label={`Slow down ${name}`}
        title={parsed.ok ? undefined : parsed.reason}
        disabled={disabled || !parsed.ok}
        onClick={slow}
      >
        Slow down ×
      </Button>
      <input
        className="text-field"
        aria-label="Factor"
        aria-invalid={!parsed.ok}
        inputMode="decimal"
        value={typed}
        disabled={disabled}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') slow()
        }}
      />
    </span>
  )
}

interface ActiveFaultProps {
  readonly fault: ServiceFault
  readonly sinceNs: number
  readonly name: string
}

function ActiveFault({ fault, sinceNs, name }: ActiveFaultProps) {
  const { kind, serviceId } = fault
  const verb = MENDING[kind]
  return (
    <div className="fault-card">
      <Icon name="bolt" size={14} />
      <p>
        <b>{words(fault)}</b>
        <span>since {formatClock(sinceNs)}</span>
      </p>
      <Button
        size="small"
        aria-label={`${verb} ${name}: ${words(fault)}`}
        onClick={() => void changeRun({ kind: 'recover', serviceId, fault: kind })}
      >
        {verb}
      </Button>
    </div>
  )
}

const MENDING: Readonly<Record<ServiceFault['kind'], string>> = {
  crash: 'Recover',
  pause: 'Stop',
  slow: 'Stop',
  disconnect: 'Reconnect',
}

function words(fault: ServiceFault): string {
  switch (fault.kind) {
    case 'crash':
      return 'Crashed'
    case 'pause':
      return 'Paused'
    case 'disconnect':
      return 'Cut off from its brokers'
    case 'slow':
      return `Takes ${fault.factor}× as long`
  }
}
