const ROOMS_SECTION = /(<!-- rooms -->\n)([\s\S]*?)(\n<!-- \/rooms -->)/u;

/** The table between the rooms markers of a README. Fails: where there are no markers. */
export function roomsOf(readme: string): string {
  const [, , table] = ROOMS_SECTION.exec(readme) ?? [];
  if (table === undefined) throw new Error('README.md has no "<!-- rooms -->" … "<!-- /rooms -->"');
  return table.trim();
}

/** The README with this table between its markers, and nothing else changed. */
export function withRooms(readme: string, table: string): string {
  return readme.replace(ROOMS_SECTION, (_, open: string, __, close: string) => `${open}\n${table}\n${close}`);
}
