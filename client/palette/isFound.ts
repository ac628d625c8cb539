/** Whether a name is meant by what was typed into the search field. */
export function isFound(name: string, search: string): boolean {
  return name.toLowerCase().includes(search.trim().toLowerCase())
}
