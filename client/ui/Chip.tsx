import type { ReactNode } from 'react'
import './button.css'

export type Tone = 'plain' | 'ok' | 'warning' | 'error' | 'accent'

export function Chip({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className="chip" data-tone={tone}>
      {children}
    </span>
  )
}
