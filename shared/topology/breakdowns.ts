// How a service breaks down by itself, and comes back.

import { z } from 'zod'
import { durationDistributionSchema } from './durations.ts'

export const breakdownsSchema = z
  .strictObject({
    /** From the start, or from a repair, to the next breakdown, whether there is work or not. */
    upTime: durationDistributionSchema.meta({
      description: 'How long it runs between breakdowns.',
    }),
    repairTime: durationDistributionSchema.meta({ description: 'How long a breakdown lasts.' }),
    /** `pause`: the connection to its brokers is kept, and no time of its work is lost. */
    effect: z.enum(['pause', 'crash']).meta({
      description:
        'pause: its work stands still, and goes on after the repair. crash: what it had in hand is lost to it.',
    }),
    scope: z.enum(['service', 'replica']).meta({
      description:
        'service: all of it at once, its sources too. replica: each replica by itself; sources go on.',
    }),
  })
  .meta({ description: 'Breaks down by itself again and again, and is repaired.' })
export type Breakdowns = z.infer<typeof breakdownsSchema>
