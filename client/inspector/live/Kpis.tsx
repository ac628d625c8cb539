import type { LiveStore } from '../../store/live/liveStore.ts'
import { useFigureText } from '../../store/live/useFigureText.ts'
import './live.css'

export interface Kpi {
  readonly label: string
  /** How the figure is measured. */
  readonly hint: string
  readonly read: (live: LiveStore) => string
  /** True: shown in the colour of errors. */
  readonly isBad?: (live: LiveStore) => boolean
}

/** The four numbers that matter most. */
export function Kpis({ kpis }: { readonly kpis: readonly Kpi[] }) {
  return (
    <div className="kpis">
      {kpis.map((kpi) => (
        <KpiCell key={kpi.label} kpi={kpi} />
      ))}
    </div>
  )
}

function KpiCell({ kpi }: { readonly kpi: Kpi }) {
  const text = useFigureText(kpi.read)
  const bad = useFigureText((live) => String(kpi.isBad?.(live) ?? false))
  const [, number = text, unit = ''] = /^([\d.,]+)(.*)$/.exec(text) ?? []
  return (
    <div className="kpi" data-bad={bad} title={kpi.hint}>
      <span>{kpi.label}</span>
      <output aria-label={kpi.label} aria-live="off">
        {number}
        <small>{unit}</small>
      </output>
    </div>
  )
}
