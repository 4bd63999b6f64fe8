import './start.ts';
import { createRoot } from 'react-dom/client';
import { present } from '#core/base/assert.ts';
import { App } from './app.tsx';

createRoot(present(document.getElementById('root'), 'the root element')).render(<App />);
