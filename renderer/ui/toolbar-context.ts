import { createContext } from 'react';

/** True inside a Toolbar: its buttons are one tab stop, moved through by arrow keys. */
export const ToolbarContext = createContext(false);
