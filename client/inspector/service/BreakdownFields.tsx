import type { Step } from '#shared/lib/json.ts'
import { availabilityOf } from '#shared/topology/analysis/availability.ts'
import type { Breakdowns } from '#shared/topology/breakdowns.ts'
import { Fields } from '../fields/FieldRow.tsx'
import type { FieldSpec } from '../fields/fieldSpec.ts'
import { KindField } from '../fields/KindField.tsx'
import { ServiceTimeFields } from './ServiceTimeFields.tsx'

interface BreakdownFieldsProps {
  /** Left out: it never breaks down by itself. */
  readonly breakdowns: Breakdowns | undefined
  readonly path: readonly Step[]
  readonly subject: string
}

const KINDS = [
  { value: 'none', label: 'Never' },
  { value: 'pause', label: 'Stands still' },
  { value: 'crash', label: 'Crashes' },
] as const
type Kind = (typeof KINDS)[number]['value']

const scope: FieldSpec = {
  key: 'scope',
  label: 'Breaks down',
  help: 'All at once, its sources too; or each replica at times of its own, and sources go on.',
  control: {
    kind: 'choice',
    options: [
      { value: 'service', label: 'The whole service' },
      { value: 'replica', label: 'Each replica' },
    ],
  },
}

const HELP: Readonly<Record<Breakdowns['effect'], string>> = {
  pause: 'What it has in hand goes on after the repair, where it was.',
  crash: 'What it has in hand is lost to it, and comes again as its broker sees fit.',
}

/** How a service breaks down by itself, and for how long. */
export function BreakdownFields({ breakdowns, path, subject }: BreakdownFieldsProps) {
  return (
    <>
      <KindField<Kind>
        label="Breakdowns"
        value={breakdowns?.effect ?? 'none'}
        options={KINDS}
        path={path}
        subject={subject}
        partFor={(kind) => breakdownsOf(kind, breakdowns)}
      />
      {breakdowns ? (
        <>
          <p className="field-help">
            {HELP[breakdowns.effect]} Up {percent(availabilityOf(breakdowns))} of the time.
          </p>
          <Fields specs={[scope]} values={breakdowns} path={path} subject={subject} />
          <ServiceTimeFields
            label="Up for"
            serviceTime={breakdowns.upTime}
            path={[...path, 'upTime']}
            subject={subject}
          />
          <ServiceTimeFields
            label="Repair takes"
            serviceTime={breakdowns.repairTime}
            path={[...path, 'repairTime']}
            subject={subject}
          />
        </>
      ) : null}
    </>
  )
}

const FIRST: Omit<Breakdowns, 'effect'> = {
  upTime: { kind: 'exponential', meanMs: 60_000 },
  repairTime: { kind: 'exponential', meanMs: 5000 },
  scope: 'service',
}

function breakdownsOf(kind: Kind, before: Breakdowns | undefined): Breakdowns | undefined {
  return kind === 'none' ? undefined : { ...(before ?? FIRST), effect: kind }
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`
}
