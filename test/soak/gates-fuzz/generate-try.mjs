import { Choices } from './choices.ts'; import { makeProgram } from './program.ts'; import { written } from './marked-text.ts'; import { World } from './world.ts';
let bad=0, len=0, unfin=0; const kinds={};
const t0=Date.now();
for (let s=1;s<=+process.argv[2];s++){ const m=makeProgram(new Choices(s), true); for (const form of ['bare','delayed','counted']) { const text=written(m,form); const w=new World(); try { new Function(...Object.keys(w.names()), text) } catch(e) { bad++; kinds[e.message]??=[s,form]; continue } 
 const tr=await w.run(text); if(form==='bare') len+=tr.length; if(form==='counted'&&w.unfinished) unfin++; if(s==+process.argv[3]) console.log(text, tr) } }
console.log(bad,len,unfin,kinds,Date.now()-t0)
