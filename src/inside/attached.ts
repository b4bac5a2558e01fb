// What a program that was started without us is made to load when a hub comes into it.
export { type AttachWords, attach } from './register/index.ts';
