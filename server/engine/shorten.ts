/** Leaves the first `length` items. Setting the length of a list is a call into the runtime. */
export function shorten(list: unknown[], length: number): void {
  while (list.length > length) list.pop()
}
