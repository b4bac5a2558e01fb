/** As they stand in the bar. The key of each is its place. */
export const viewTitles = ['River', 'Sessions', 'Findings', 'Resources', 'System', 'Runs'] as const;
