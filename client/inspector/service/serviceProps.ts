import type { Service } from '#shared/topology/services.ts'

export interface ServiceProps {
  readonly serviceId: string
  readonly service: Service
}
