export const menu = { tea: 2, cake: 5 };
