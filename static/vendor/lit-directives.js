import{noChange as k}from"./lit-html.js";/**
 * @license
 * Copyright 2017 Google LLC
 * SPDX-License-Identifier: BSD-3-Clause
 */var f={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},$=t=>(...e)=>({_$litDirective$:t,values:e}),p=class{constructor(e){}get _$AU(){return this._$AM._$AU}_$AT(e,s,r){this._$Ct=e,this._$AM=s,this._$Ci=r}_$AS(e,s){return this.update(e,s)}update(e,s){return this.render(...s)}};import{_$LH as L}from"./lit-html.js";/**
 * @license
 * Copyright 2020 Google LLC
 * SPDX-License-Identifier: BSD-3-Clause
 */var{I:V}=L,I=t=>t;var y=t=>t.strings===void 0,N=()=>document.createComment(""),m=(t,e,s)=>{let r=t._$AA.parentNode,i=e===void 0?t._$AB:e._$AA;if(s===void 0){let o=r.insertBefore(N(),i),n=r.insertBefore(N(),i);s=new V(o,n,t,t.options)}else{let o=s._$AB.nextSibling,n=s._$AM,d=n!==t;if(d){let c;s._$AQ?.(t),s._$AM=t,s._$AP!==void 0&&(c=t._$AU)!==n._$AU&&s._$AP(c)}if(o!==i||d){let c=s._$AA;for(;c!==o;){let _=I(c).nextSibling;I(r).insertBefore(c,i),c=_}}}return s},v=(t,e,s=t)=>(t._$AI(e,s),t),S={},g=(t,e=S)=>t._$AH=e,b=t=>t._$AH,C=t=>{t._$AR(),t._$AA.remove()};/**
 * @license
 * Copyright 2017 Google LLC
 * SPDX-License-Identifier: BSD-3-Clause
 */var w=(t,e,s)=>{let r=new Map;for(let i=e;i<=s;i++)r.set(t[i],i);return r},j=$(class extends p{constructor(t){if(super(t),t.type!==f.CHILD)throw Error("repeat() can only be used in text expressions")}dt(t,e,s){let r;s===void 0?s=e:e!==void 0&&(r=e);let i=[],o=[],n=0;for(let d of t)i[n]=r?r(d,n):n,o[n]=s(d,n),n++;return{values:o,keys:i}}render(t,e,s){return this.dt(t,e,s).values}update(t,[e,s,r]){let i=b(t),{values:o,keys:n}=this.dt(e,s,r);if(!Array.isArray(i))return this.ut=n,o;let d=this.ut??=[],c=[],_,B,a=0,h=i.length-1,l=0,u=o.length-1;for(;a<=h&&l<=u;)if(i[a]===null)a++;else if(i[h]===null)h--;else if(d[a]===n[l])c[l]=v(i[a],o[l]),a++,l++;else if(d[h]===n[u])c[u]=v(i[h],o[u]),h--,u--;else if(d[a]===n[u])c[u]=v(i[a],o[u]),m(t,c[u+1],i[a]),a++,u--;else if(d[h]===n[l])c[l]=v(i[h],o[l]),m(t,i[a],i[h]),h--,l++;else if(_===void 0&&(_=w(n,l,u),B=w(d,a,h)),_.has(d[a]))if(_.has(d[h])){let A=B.get(n[l]),R=A!==void 0?i[A]:null;if(R===null){let G=m(t,i[a]);v(G,o[l]),c[l]=G}else c[l]=v(R,o[l]),m(t,i[a],R),i[A]=null;l++}else C(i[h]),h--;else C(i[a]),a++;for(;l<=u;){let A=m(t,c[u+1]);v(A,o[l]),c[l++]=A}for(;a<=h;){let A=i[a++];A!==null&&C(A)}return this.ut=n,g(t,c),k}});import{noChange as x,nothing as Y}from"./lit-html.js";/**
 * @license
 * Copyright 2020 Google LLC
 * SPDX-License-Identifier: BSD-3-Clause
 */var z=$(class extends p{constructor(t){if(super(t),t.type!==f.PROPERTY&&t.type!==f.ATTRIBUTE&&t.type!==f.BOOLEAN_ATTRIBUTE)throw Error("The `live` directive is not allowed on child or event bindings");if(!y(t))throw Error("`live` bindings can only contain a single expression")}render(t){return t}update(t,[e]){if(e===x||e===Y)return e;let s=t.element,r=t.name;if(t.type===f.PROPERTY){if(e===s[r])return x}else if(t.type===f.BOOLEAN_ATTRIBUTE){if(!!e===s.hasAttribute(r))return x}else if(t.type===f.ATTRIBUTE&&s.getAttribute(r)===e+"")return x;return g(t),e}});import{noChange as O}from"./lit-html.js";/**
 * @license
 * Copyright 2018 Google LLC
 * SPDX-License-Identifier: BSD-3-Clause
 */var Q={},W=$(class extends p{constructor(){super(...arguments),this.ot=Q}render(t,e){return e()}update(t,[e,s]){if(Array.isArray(e)){if(Array.isArray(this.ot)&&this.ot.length===e.length&&e.every((r,i)=>r===this.ot[i]))return O}else if(this.ot===e)return O;return this.ot=Array.isArray(e)?Array.from(e):e,this.render(e,s)}});import{nothing as H}from"./lit-html.js";/**
 * @license
 * Copyright 2017 Google LLC
 * SPDX-License-Identifier: BSD-3-Clause
 */var T=(t,e)=>{let s=t._$AN;if(s===void 0)return!1;for(let r of s)r._$AO?.(e,!1),T(r,e);return!0},E=t=>{let e,s;do{if((e=t._$AM)===void 0)break;s=e._$AN,s.delete(t),t=e}while(s?.size===0)},U=t=>{for(let e;e=t._$AM;t=e){let s=e._$AN;if(s===void 0)e._$AN=s=new Set;else if(s.has(t))break;s.add(t),J(e)}};function q(t){this._$AN!==void 0?(E(this),this._$AM=t,U(this)):this._$AM=t}function F(t,e=!1,s=0){let r=this._$AH,i=this._$AN;if(i!==void 0&&i.size!==0)if(e)if(Array.isArray(r))for(let o=s;o<r.length;o++)T(r[o],!1),E(r[o]);else r!=null&&(T(r,!1),E(r));else T(this,t)}var J=t=>{t.type==f.CHILD&&(t._$AP??=F,t._$AQ??=q)},P=class extends p{constructor(){super(...arguments),this._$AN=void 0}_$AT(e,s,r){super._$AT(e,s,r),U(this),this.isConnected=e._$AU}_$AO(e,s=!0){e!==this.isConnected&&(this.isConnected=e,e?this.reconnected?.():this.disconnected?.()),s&&(T(this,e),E(this))}setValue(e){if(y(this._$Ct))this._$Ct._$AI(e,this);else{let s=[...this._$Ct._$AH];s[this._$Ci]=e,this._$Ct._$AI(s,this,0)}}disconnected(){}reconnected(){}};/**
 * @license
 * Copyright 2020 Google LLC
 * SPDX-License-Identifier: BSD-3-Clause
 */var K=()=>new M,M=class{},D=new WeakMap,X=$(class extends P{render(t){return H}update(t,[e]){let s=e!==this.G;return s&&this.rt(void 0),(s||this.lt!==this.ct)&&(this.G=e,this.ht=t.options?.host,this.rt(this.ct=t.element)),H}rt(t){if(this.G!==void 0)if(this.isConnected||(t=void 0),typeof this.G=="function"){let e=this.ht??globalThis,s=D.get(e);s===void 0&&(s=new WeakMap,D.set(e,s)),s.get(this.G)!==void 0&&this.G.call(this.ht,void 0),s.set(this.G,t),t!==void 0&&this.G.call(this.ht,t)}else this.G.value=t}get lt(){return typeof this.G=="function"?D.get(this.ht??globalThis)?.get(this.G):this.G?.value}disconnected(){this.lt===this.ct&&this.rt(void 0)}reconnected(){this.rt(this.ct)}});export{K as createRef,W as guard,z as live,X as ref,j as repeat};
