// Every part of a drawing that runs has one name, on the wire, in reports and for its random streams.

/** A part's name: the path of the document that leads to it, joined by slashes. */
export type ElementName = string

export const elementNames = {
  service: (serviceId: string): ElementName => `services/${serviceId}`,
  source: (serviceId: string, sourceId: string): ElementName =>
    `services/${serviceId}/sources/${sourceId}`,
  handler: (serviceId: string, handlerId: string): ElementName =>
    `services/${serviceId}/handlers/${handlerId}`,
  output: (serviceId: string, handlerId: string, outputId: string): ElementName =>
    `services/${serviceId}/handlers/${handlerId}/outputs/${outputId}`,
  channel: (channelId: string): ElementName => `channels/${channelId}`,
  partition: (channelId: string, partition: number): ElementName =>
    `channels/${channelId}/partitions/${partition}`,
  binding: (bindingId: string): ElementName => `bindings/${bindingId}`,
  subscription: (subscriptionId: string): ElementName => `subscriptions/${subscriptionId}`,
  eventType: (eventTypeId: string): ElementName => `eventTypes/${eventTypeId}`,
}
