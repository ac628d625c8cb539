// Paths, as short as they can be said.

/** `payments.replicas`: the section goes without saying. */
export function shortPath(path: string): string {
  return path.split('.').slice(1).join('.') || path
}

/** `subscriptions.payments.waitP99Ms` as `payments wait p99`. */
export function metricTitle(path: string): string {
  const [, id = '', name = ''] = path.split('.')
  return `${id} ${words(name)}`
}

/** `waitP99Ms` as `wait p99`. */
export function words(metric: string): string {
  const bare = metric.replace(/PerSecond$/, '').replace(/Ms$/, '')
  const spaced = bare.replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)
  return metric.endsWith('PerSecond') ? `${spaced}/s` : spaced
}
